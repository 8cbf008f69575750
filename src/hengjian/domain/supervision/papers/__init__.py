"""Papers: the official documents of cases, from draft to service, with numbers, seals and dossiers."""
