"""An event-sourced timeline and pledge tracker: facts in, everything else derived."""
