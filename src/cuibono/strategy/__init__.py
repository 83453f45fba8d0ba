"""Interests and games: would an actor with this motive have done this?"""
