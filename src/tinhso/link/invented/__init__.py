"""An invented province with truth: people, homes and land no real register ever held, and the faults of real ones.

Takes a size and a seed, gives Arrow tables, the same for the same seed. Everything here is invented and marked so;
only names of communes and shares of personal names are real. It is also the open Vietnamese linkage benchmark
(docs/explanation/linkage.md describes the generator, `scoring` judges an answer).
"""
