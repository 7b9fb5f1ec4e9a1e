"""Decision: may we escalate, and on what evidence?"""
