-- after: birthday, noted_reader, reader_authority, reader_today
-- Care leavers are those of 18 to 25, who are told apart by their birthdays.
create or replace view reporting.contract_months with (security_barrier) as
select month.starts_on as month,
       contract.id as contract_id,
       contract.home_id,
       contract.beds_bought * (contract.ends_on - contract.starts_on) as nights_bought,
       coalesce(used.nights, 0)::integer as nights_used,
       coalesce(used.by_leavers, 0)::integer as nights_used_by_leavers
  from (
    select day::date as starts_on,
           least((day + interval '1 month')::date, (select reader_today()) + 1) as next_on
      from generate_series(
        date_trunc('month', (
          select min(starts_on) from contracts
           where authority_code = (select noted_reader('contract_months')) and kind = 'block')::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  cross join lateral (
    select block.id, block.home_id, block.beds_bought,
           greatest(block.starts_on, month.starts_on) as starts_on,
           least(coalesce(block.ends_on, 'infinity'), month.next_on) as ends_on
      from contracts block
     where block.authority_code = (select reader_authority()) and block.kind = 'block'
       and block.starts_on < month.next_on and coalesce(block.ends_on, 'infinity') > month.starts_on
  ) contract
  left join lateral (
    select sum(bed.ends_on - bed.starts_on) as nights,
           sum(greatest(least(bed.ends_on, leaver.ends_on) - greatest(bed.starts_on, leaver.starts_on), 0)) as by_leavers
      from (
        select state.bed_id, state.from_on, greatest(state.from_on, contract.starts_on) as starts_on,
               least(coalesce(state.to_on, 'infinity'), contract.ends_on) as ends_on
          from (
            select used.bed_id, lower(used.nights) as from_on, upper(used.nights) as to_on
              from bed_use used
              join beds own on own.id = used.bed_id and own.home_id = contract.home_id
             where used.authority_code = (select reader_authority()) and used.state = 'occupied'
            union all
            select free.bed_id, free.free_from, nullif(free.free_to, 'infinity')
              from bed_free free
             where free.authority_code = (select reader_authority()) and free.home_id = contract.home_id
               and free.awaiting_departure <= (select reader_today())
          ) state
         where state.from_on < contract.ends_on and coalesce(state.to_on, 'infinity') > contract.starts_on
      ) bed
      left join lateral (
        select birthday(child.date_of_birth, 18) as starts_on, birthday(child.date_of_birth, 26) as ends_on
          from placements stay
          join children child on child.id = stay.child_id
         where stay.authority_code = (select reader_authority()) and stay.bed_id = bed.bed_id
           and stay.withdrawn_on is null and stay.started_on <= bed.from_on
           and (stay.ended_on is null or stay.ended_on > bed.from_on)
         order by stay.started_on desc limit 1
      ) leaver on true
  ) used on true;
grant select on reporting.contract_months to sufficiency_app, sufficiency_reporting;
