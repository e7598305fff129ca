import * as z from 'zod/mini';

/** Success of every route that sends a code. The destination is masked. */
export const deliveryResponse = z.object({
  delivery: z.object({ medium: z.literal('email'), destination: z.string() }),
});

export type DeliveryResponse = z.output<typeof deliveryResponse>;
