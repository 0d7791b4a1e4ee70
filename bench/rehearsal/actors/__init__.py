"""Those who act: families at their phones, by text, behind their doors; officers; and who should stay outside."""
