import type { ChildNeed } from './types.ts'

type Children = readonly Pick<ChildNeed, 'parent' | 'withParent'>[]

/** Those of a search whose own ages and sex a registration is about: a child who comes with a parent is taken with them. */
export function heads<Child extends Pick<ChildNeed, 'parent'>>(children: readonly Child[]): Child[] {
  return children.filter(({ parent }) => parent === undefined)
}

/** Whether a parent comes with a child, looked after or not: only some homes take both. */
export function isParentAndChild(children: Children): boolean {
  return children.some(({ parent, withParent }) => parent !== undefined || withParent === true)
}

/** Whether two children of a search are parent and child, or children of one parent: they are never apart. */
export function areOneUnit(children: Children, one: number, other: number): boolean {
  const head = (child: number) => children[child]?.parent ?? child
  return head(one) === head(other)
}

/** The positions of the children of a search, in units that are never divided: a parent with their children, or one child. */
export function unitsOf(children: Children): number[][] {
  return children.flatMap(({ parent }, head) =>
    parent === undefined
      ? [children.flatMap((_, child) => (areOneUnit(children, head, child) ? child : []))]
      : [],
  )
}
