"""Reports to Word in the layout of GB/T 9704—2012, and back."""
