// Verify asks golang.org/x/mod/sumdb, with which Go checks its module downloads, about notes and proofs of ours.
//
//	verify note VKEY... < note      opens a note; prints the names of the keys that signed it, a blank line and its text
//	verify sign SKEY < text         prints a text as a note that is signed
//	verify proofs < lines           prints for each line whether its proof holds: "ok", or why it does not
//
// A line has blanks between its parts, hashes in base64:
//
//	leaf SIZE ROOT INDEX LEAF PATH...
//	tree SIZE ROOT OLD-SIZE OLD-ROOT PATH...
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("verify note VKEY... | sign SKEY | proofs")
	}
	var err error
	switch arguments := os.Args[2:]; os.Args[1] {
	case "note":
		err = open(arguments)
	case "sign":
		err = sign(arguments[0])
	case "proofs":
		err = proofs()
	default:
		err = fmt.Errorf("unknown: %s", os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func open(vkeys []string) error {
	var known []note.Verifier
	for _, vkey := range vkeys {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return err
		}
		known = append(known, verifier)
	}
	message, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	opened, err := note.Open(message, note.VerifierList(known...))
	if err != nil {
		return err
	}
	for _, signature := range opened.Sigs {
		fmt.Println(signature.Name)
	}
	fmt.Printf("\n%s", opened.Text)
	return nil
}

func sign(skey string) error {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	message, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(message)
	return err
}

func proofs() error {
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		held, err := proof(strings.Fields(lines.Text()))
		if err != nil {
			return err
		}
		if held != nil {
			fmt.Fprintln(out, held)
		} else {
			fmt.Fprintln(out, "ok")
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// proof returns what is wrong with the proof in a line, and what is wrong with the line.
func proof(parts []string) (held, err error) {
	if len(parts) < 5 {
		return nil, fmt.Errorf("not a proof: %q", parts)
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		return nil, err
	}
	var hashes []tlog.Hash
	for _, part := range append([]string{parts[2]}, parts[4:]...) {
		hash, err := tlog.ParseHash(part)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	root, other, path := hashes[0], hashes[1], hashes[2:]
	switch parts[0] {
	case "leaf":
		return tlog.CheckRecord(path, size, root, number, other), nil
	case "tree":
		return tlog.CheckTree(path, size, root, number, other), nil
	}
	return nil, fmt.Errorf("not a proof: %q", parts)
}
