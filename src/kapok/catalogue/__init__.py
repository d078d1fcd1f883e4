"""The subject databases: curated parts of the library, each one declared file with its scope and its query."""

from kapok.catalogue.subject import LOCALES, SubjectDatabase, find_subject, read_subject, subjects

__all__ = ["LOCALES", "SubjectDatabase", "find_subject", "read_subject", "subjects"]
