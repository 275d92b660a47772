"""The desk's pages of have your say: opening activities, and entering what came by other ways."""
