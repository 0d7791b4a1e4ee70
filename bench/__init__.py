"""`make bench`: the marks of Catat, each against its base in the same run; and `make soak`: faults on purpose."""
