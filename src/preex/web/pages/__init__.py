"""One module for each page, or for pages that share their forms."""
