"""Reading files into an office: dossiers, with the line of everything that is wrong in them."""
