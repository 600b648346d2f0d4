"""The words of the tables: in English here, and in other languages in the catalogues of the domain ``words``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mayor_schedule.telling.catalogues import catalogue

DOMAIN: Final = "words"

WORDS: Final[Mapping[str, str]] = {
    "when": "When", "what": "What", "status": "Status", "place": "Where", "kind": "Kind", "subject": "Subject",
    "title": "Title", "stage": "Stage", "visibility": "Visible to", "field": "Field", "value": "Value",
    "event": "Event", "known_on": "Known on", "source": "Source", "by": "By", "topic": "Event",
    "position": "No.", "series": "Series", "stated": "Stated", "named": "Named", "unnamed": "Unnamed",
    "total": "Total", "unit": "Unit", "unexplained": "Unexplained", "as_of": "As of", "note": "Note",
    "tentative": "tentative", "confirmed": "confirmed", "cancelled": "cancelled", "done": "done",
    "postponed": "postponed", "unknown": "date not known", "within": "during {title}", "from": "from {when}",
    "trip": "trip", "visit": "visit", "engagement": "engagement", "occasion": "occasion", "agreement": "signing",
    "calendar": "Calendar, {first} to {last}", "calendar_all": "Calendar", "known": "as known on {day}",
    "recorded_until": "as recorded at {at}",
    "counts": "Counts, {since} to {on}", "others": "{count} more stated figures: see mayor-schedule counts",
    "set_aside": "{series} of all principals together, stated as of {as_of}: {stated} {unit}",
    "line": "Line", "change": "Change", "changes": "What the calendar changes",
    "recorded": "{count} recorded, {there} already there",
    "would_be_recorded": "{count} would be recorded, {there} already there",
    "restored": "{count} events restored; {event} says so",
    "would_be_restored": "{count} events would be restored; {event} would say so",
    "ics_plan": "new", "ics_reschedule": "moved", "ics_change": "changed", "ics_cancel": "cancelled",
    "ics_reinstate": "on again", "ics_classify": "hidden", "ics_repeat": "comes back otherwise",
    "ics_attend": "attended",
    "nothing": "nothing to show", "severity": "", "clash": "clash", "warning": "warning", "why": "Why",
    "principal": "Whose", "entries": "Entries", "clashes": "Clashes and warnings", "no_clashes": "no clash found",
    "clashes_internal": "clashes are the office's own: ask with --audience internal",
    "booked": "{count} confirmed entries took their time in the diaries: {subjects}",
    "would_book": "{count} confirmed entries would take their time in the diaries: {subjects}",
    "released": "{count} times that nobody needs any more were given back",
    "nothing_to_book": "nothing to book: every confirmed entry has its time",
    "verify_no": "NO: {reason}", "verify_more": "  and {count} more",
    "verify_store": "OK: {size} events, each as it was recorded; tree head {head}",
    "verify_part": "OK: {size} events, {compared} of them compared with what was recorded; no hashes of the others "
    "are stored yet; tree head {head}",
    "verify_none": "OK: {size} events can be read; no hashes are stored yet: nothing to compare with but a "
    "checkpoint; tree head {head}",
    "verify_erased": "Fields of {count} events were erased, at positions {positions}",
    "verify_grown": "OK: the log of {size} events begins with the {old} of the older checkpoint; tree head {head}",
    "verify_event": "OK: this event is in the log, at position {position}; what is not shown stays hidden:",
    "verify_checkpoint": "OK: it agrees with the checkpoint of {origin} over {size} events",
    "verify_signed": "OK: signed by {signer}",
    "verify_named": "The signature is by {signer}, a key that the file itself names; --trust says whom you trust",
    "verify_old_only": "Nobody signed for the log of {size} events as it is now: compare its tree head with a "
    "checkpoint of today",
    "verify_old_signed": "OK: the older checkpoint is signed by {signer}",
    "verify_old_named": "The older checkpoint is signed by {signer}, a key that the file itself names; --trust "
    "says whom you trust",
    "verify_old_unsigned": "The signature of the older checkpoint was not checked; --trust VKEY checks it",
    "verify_unsigned": "The signature was not checked; --trust VKEY checks it",
    "before": "Before", "after": "After", "difference": "Before → after", "happened": "What happened",
    "of_occurrence": "occurrence {day} {field}",
    "known_changes": "What the office knew differently, {first} to {last}", "no_changes": "nothing changed",
    "change_new": "new", "change_changed": "changed", "change_withdrawn": "withdrawn as entered in error",
    "change_brought_back": "brought back", "change_no_longer_shown": "no longer shown",
    "deed_set": "set", "deed_changed": "changed", "deed_repeated": "said again",
    "deed_corrected": "corrects {about}", "deed_withdrew": "withdraws {about}",
    "deed_restored": "takes back the withdrawal {about}",
    "explained": "{name}, {since} to {on}",
    "corrected_by": "corrected by {event}", "withdrawn_by": "withdrawn by {event}",
    "corrects": "corrects {event}", "withdraws": "withdraws {event}", "because": "because: {reason}",
    "is_same_as": "It is the same as {other}: see mayor-schedule explain {other}",
    "is_merged": "Settled to be the same as this one: {others}",
    "was_withdrawn": "Withdrawn as entered in error on {day} ({event}): {reason}",
    "count_stated": "{stated} {unit} stated as of {as_of}: {named} named, {unnamed} unnamed",
    "count_plain": "{stated} {unit} stated as of {as_of}", "count_named": "No number is stated: {named} named",
    "count_total": "Total {total}: {stated} stated, then {came} came and {left} left",
    "count_unexplained": "Unexplained {unexplained}: {stated} stated now; {previous} stated as of {as_of}, "
    "then {came} came and {left} left",
    "count_least": "At the least {least}: {count} may have come on a day that nobody knows",
    "count_bounds": "It can be from {least} to {most}: not every day is known exactly",
    "count_may_come": "It can be from {least} to {most}: not every day is known exactly, and {count} may have come "
    "on a day that nobody knows",
    "count_named_bounds": "Named can be from {least} to {most}: not every day is known exactly",
    "count_rebased": "The basis of counting changed: not comparable with the {previous} stated as of {as_of}",
    "role_statement": "stated", "role_previous": "stated before", "role_item": "named", "role_came": "came",
    "role_left": "left", "role_may": "may have come",
    "replay_internal": "the steps of the history are the office's own: ask with --audience internal",
    "register": "Register of agreements on {day}", "an_agreement": "Agreement", "parties": "Parties",
    "signed_on": "Signing", "remarks": "Remarks", "stage_none": "nothing known yet", "perhaps": "perhaps {stage}",
    "stage_proposed": "proposed", "stage_signing_planned": "signing planned", "stage_postponed": "postponed",
    "signing_postponed": "postponed",
    "stage_signed": "signed", "stage_in_force": "in force", "stage_renewed": "renewed", "stage_expired": "expired",
    "stage_terminated": "terminated", "stage_dropped": "dropped",
    "category_mou": "MOU", "category_friendship_city": "friendship cities", "category_sister_city": "sister cities",
    "category_host_agreement": "host agreement", "category_membership": "membership", "category_other": "other",
    "signing_on": "to be signed {when}", "in_force_from": "in force from {day}", "valid_until": "valid until {day}",
    "overdue": "valid until {day}; nobody said that it was renewed or ended", "ended": "ended {day}",
    "follows": "follows {other}", "same": "the same as {other}: see there", "distinct": "distinct from {other}",
    "possible_duplicate": "may be the same as {other}", "merged_here": "{others} is the same",
    "completeness": "What is missing on {day}",
    "aspect_who": "Who", "aspect_where": "Where", "aspect_when": "When", "aspect_why": "Why",
    "aspect_with_whom": "With whom", "aspect_result": "Result",
    "answer_sourced": "● sourced", "answer_stated": "○ no source", "answer_missing": "– missing",
    "answer_not_due": "· not due", "remark_fuzzy": "not exact", "remark_unnamed": "no name",
    "remark_partly": "in part", "remark_partly_sourced": "cited in part",
    "stage_planned": "planned", "stage_confirmed": "confirmed", "stage_departed": "departed",
    "stage_returned": "returned", "stage_announced": "announced", "stage_received": "received",
    "stage_cancelled": "cancelled", "stage_held": "held", "stage_pursued": "pursued",
    "stage_attracted": "attracted", "stage_opened": "opened", "stage_closed": "closed",
    "stage_moved_away": "moved away", "stage_won": "won", "stage_delivered": "delivered", "stage_lost": "lost",
    "visibility_public": "public", "visibility_internal": "internal", "visibility_confidential": "confidential",
    "yes": "yes", "no": "no",
    "missing_count": "Missing: {count}, in {lacking} of {entries} ({aspects})",
    "none_missing": "nothing is missing",
    "trips_made": "Trips made", "trips_planned": "Trips planned", "state_guests": "State guests",
    "city_leaders": "City leaders", "policy_exports_won": "Policy exports won",
    "policy_exports_pursued": "Policy exports pursued", "agreements_signed": "Agreements signed",
    "agreements_planned": "Agreements planned", "organizations_attracted": "Organisations attracted",
    "organizations_pursued": "Organisations pursued", "hosted_organizations": "Organisations hosted",
}  # fmt: skip
"""The English templates by key."""


def word(key: str, language: str, **parts: object) -> str:
    """A word of the tables in a language; in English where that has none."""
    return worded(key, WORDS[key], language, **parts)


def worded(context: str, english: str, language: str, /, **parts: object) -> str:
    """Words in a language, by where they stand and their English template, which is taken where there are no others."""
    template = catalogue(DOMAIN, language).pgettext(context, english) if english else ""
    return template.format(**parts)
