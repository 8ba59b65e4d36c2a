// "killed: 1100000 people" -> "killed: 1,100,000 people"; years and the like have four digits and stay.
export const grouped = (text: string): string => text.replace(/\d{5,}/g, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
