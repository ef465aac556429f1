"""Everything a person sees: words in messages/*.j2, shapes by subject."""
