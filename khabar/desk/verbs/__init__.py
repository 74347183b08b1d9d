"""What is done to an article, each verb a form; its history; what needs two people."""
