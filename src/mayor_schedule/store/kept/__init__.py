"""The tables of what is kept beside the log so that reading need not replay it; `keeping` fills and reads them."""
