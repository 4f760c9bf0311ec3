"""What people meet first: the workbench, the public home, the law; it reads the other rooms."""
