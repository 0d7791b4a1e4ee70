"""`make soak`: faults on purpose. What was acknowledged is there, nothing is stored twice, nobody is stuck."""
