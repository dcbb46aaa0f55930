"""The park's desk and its page for investors: what people decide about lots and investments, as a Django app."""
