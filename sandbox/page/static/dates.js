// Slack's date tokens, in the zone of the person who reads.

import { myself, now } from "./state.js";

const zone = () => myself()?.tz || "UTC";

function parts(date, options) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options });
  return Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
}

function ordinal(day) {
  const teen = day % 100 > 10 && day % 100 < 14;
  return `${day}${teen ? "th" : ["th", "st", "nd", "rd"][day % 10] ?? "th"}`;
}

// Days between two instants as the calendar of this zone counts them.
function daysFromToday(date) {
  return Math.round((Date.parse(isoDay(date)) - Date.parse(isoDay(now()))) / 86_400_000);
}

export function isoDay(date) {
  const { year, month, day } = parts(date, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

const pretty = (date, otherwise) => ["yesterday", "today", "tomorrow"][daysFromToday(date) + 1] ?? otherwise(date);

function long(date) {
  const found = parts(date, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
  return { weekday: found.weekday, rest: `${found.month} ${ordinal(Number(found.day))}, ${found.year}` };
}

const TOKENS = {
  date_num: isoDay,
  date_slash: (date) => isoDay(date).replaceAll("-", "/"),
  date: (date) => long(date).rest,
  date_long: (date) => `${long(date).weekday}, ${long(date).rest}`,
  date_short: (date) => new Intl.DateTimeFormat("en-US", { timeZone: zone(), dateStyle: "medium" }).format(date),
  date_pretty: (date) => pretty(date, TOKENS.date),
  date_long_pretty: (date) => pretty(date, TOKENS.date_long),
  date_short_pretty: (date) => pretty(date, TOKENS.date_short),
  time: (date) => new Intl.DateTimeFormat("en-US", { timeZone: zone(), timeStyle: "short" }).format(date),
  time_secs: (date) => new Intl.DateTimeFormat("en-US", { timeZone: zone(), timeStyle: "medium" }).format(date),
  ago: (date) => {
    const minutes = Math.round((date - now()) / 60_000);
    const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"]
      : Math.abs(minutes) < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
    return new Intl.RelativeTimeFormat("en").format(Math.round(amount), unit);
  },
};

export const shown = (format, date) =>
  format.replace(/\{(\w+)\}/g, (token, name) => (Object.hasOwn(TOKENS, name) ? TOKENS[name](date) : token));

export const time = (date) => TOKENS.time(date);
export const day = (date) => {
  const near = pretty(date, () => "");
  return near ? near[0].toUpperCase() + near.slice(1) : TOKENS.date_long(date);
};
export const full = (date) => `${TOKENS.date_long(date)} at ${TOKENS.time_secs(date)}`;
export const fromTs = (ts) => new Date(Number(ts) * 1000);

// "2026-11-30T09:00" as the person's clock shows it, from and to seconds since 1970.
export function toLocal(seconds) {
  const date = new Date(seconds * 1000);
  const { hour, minute } = parts(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${isoDay(date)}T${hour}:${minute}`;
}

export function fromLocal(local) {
  const asUtc = Date.parse(`${local}Z`) / 1000;
  const wrongBy = (Date.parse(`${toLocal(asUtc)}Z`) / 1000) - asUtc;
  return asUtc - wrongBy;
}
