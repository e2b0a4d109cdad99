-- Searches kept before profiles had versions were all made with the first version of the standard one.
update vacancy_searches
   set criteria = jsonb_set(criteria, '{profile}', '{"name": "standard", "version": 1}')
 where criteria ->> 'profile' = 'standard-1';
