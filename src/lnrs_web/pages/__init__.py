"""What every page shares - its frame, its look, its headers - and the pages that belong to no area."""
