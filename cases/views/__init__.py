from cases.views.cases import all_cases
from cases.views.writing import step, write_entry

__all__ = ["all_cases", "step", "write_entry"]
