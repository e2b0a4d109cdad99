-- Figures read what returns say of one subject, such as children missing, over all children.

create index return_rows_by_module on return_rows (authority_code, module, collection_year) where module <> 'episodes';
