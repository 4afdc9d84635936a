"""The public data sets that the recipes learn from, one file each."""
