import { z } from 'zod'

/** That a child has a bigger home to itself. */
export const soloUse = z
  .strictObject({
    voidOtherBeds: z
      .literal(true)
      .describe(
        'Puts the other beds of the home out of use (solo occupancy) for the nights of the placement: with it they end, move, and are undone.',
      ),
  })
  .describe('Where the child, or a parent with their child, has the home alone.')
