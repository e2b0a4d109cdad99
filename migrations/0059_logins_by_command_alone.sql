-- Logins of the schema `reporting` are made and changed by command alone, as the owner of the database: no request can.

revoke insert, update on reporting_logins from sufficiency_app;
