"""Uploads: an Excel file is compared with its register, shown as a difference list, then confirmed or not."""
