// The English name of a country by its three letters; what is no country stays as it is.
import codes from "i18n-iso-countries/codes.json";

const two = new Map((codes as [string, string, string, string][]).map(([alpha2, alpha3]) => [alpha3, alpha2]));
const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

export function countryName(code: string): string {
  const short = two.get(code);
  return short === undefined ? code : (names.of(short) ?? code);
}
