"""The hall: what every room needs and none owns."""
