"""`make rehearsal`: a census of a sub-district in fast time, by its public doors, against known truth."""
