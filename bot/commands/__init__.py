"""What the commands do. Each file is imported by the commands it serves, and by no other."""
