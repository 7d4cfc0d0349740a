"""Files made to break a reader, of many kinds; for each file what the reader has to say of it, and no more."""
