"""Which of several scenarios is the best, and how sure that is."""
