"""Networks, tokenizers, loading and sampling that plan, write, rank and training share."""
