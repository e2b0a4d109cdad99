-- A search looks at every void of the authority, for beds that closing one would offer: few among all the uses of beds.
create index bed_use_void on bed_use (authority_code) where state = 'void';
