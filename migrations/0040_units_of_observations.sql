-- A series of observations may have any unit that a row of a scorecard may have.

alter table observation_series
  drop constraint observation_series_unit_check,
  add constraint observation_series_unit_check check (unit in (
    'children', 'young-people', 'households', 'beds', 'count', 'percent', 'per-10000', 'miles', 'days', 'moves', 'groups',
    'placements', 'notices', 'nights', 'incidents', 'incidents-per-child', 'pounds-a-night', 'pounds-a-week', 'pounds', 'score'));
