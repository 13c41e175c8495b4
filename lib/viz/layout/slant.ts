/* The one slant of column labels: 55 degrees. Written out, since sin and cos differ in the last bit between engines. */
export const SLANT = 55
export const sin55 = 0.8191520442889918
export const cos55 = 0.573576436351046
