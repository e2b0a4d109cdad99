/**
 * SQL of a lateral `from` item: the home with an id, as the reader may see it (the view `visible_homes`). With `offset 0` PostgreSQL
 * looks up one home by its index; a join would read the whole view, which it can't look into.
 * @param id SQL of the id
 */
export const visibleHome = (id: string): string => `(select * from visible_homes where id = ${id} offset 0)`
