"""What a case is: its records, its folder, its journal, its checks."""
