"""What somebody who works at a unit tells those who answer for it."""

from concerns.models.concern import Concern

__all__ = ["Concern"]
