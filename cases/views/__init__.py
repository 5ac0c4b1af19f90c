from cases.views.cases import all_cases, new
from cases.views.writing import step, write_entry

__all__ = ["all_cases", "new", "step", "write_entry"]
