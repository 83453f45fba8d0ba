"""Ratings, origins and priors to a posterior that explains itself."""
