export function written(): string;
export function generate(): string;
export function typeOf(schema: object, indent?: string): string;
