-- POST /v1/holds

insert into hold_beds (authority_code, hold_id, bed_id, child_id, request_id)
select $1, $2, b."bedId", b."childId", $3
from jsonb_to_recordset($4) as b ("bedId" uuid, "childId" uuid)
order by 3
