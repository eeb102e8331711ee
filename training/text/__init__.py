"""Report text: preparation, the R2Gen cleaning, vocabulary, and the finding labeller."""
