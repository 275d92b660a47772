// The National Grid, so that hectares told while drawing are those of the answer, and a corner has a name to say.
// Formulae and constants: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C.

const WGS84 = { a: 6378137, b: 6356752.3142 };
const AIRY = { a: 6377563.396, b: 6356256.909 };
const TRUE_ORIGIN = { latitude: radians(49), longitude: radians(-2), easting_m: 400000, northing_m: -100000, scale: 0.9996012717 };
const SHIFT_M = [-446.448, 125.157, -542.06];
const TURN = [-0.1502, -0.247, -0.8421].map((seconds) => radians(seconds / 3600));
const GROWTH = 20.4894e-6;
const HA_M2 = 10000;

function radians(degrees) {
  return (degrees * Math.PI) / 180;
}

function squaredEccentricity({ a, b }) {
  return 1 - (b * b) / (a * a);
}

/** A place on an ellipsoid (radians, no height) as metres from the middle of the Earth. */
function fromMiddle(latitude, longitude, ellipsoid) {
  const e2 = squaredEccentricity(ellipsoid);
  const nu = ellipsoid.a / Math.sqrt(1 - e2 * Math.sin(latitude) ** 2);
  const across = nu * Math.cos(latitude);
  return [across * Math.cos(longitude), across * Math.sin(longitude), (1 - e2) * nu * Math.sin(latitude)];
}

/** The other way round: latitude and longitude in radians. */
function onEllipsoid([x, y, z], ellipsoid) {
  const e2 = squaredEccentricity(ellipsoid);
  const p = Math.hypot(x, y);
  let latitude = Math.atan2(z, p * (1 - e2));
  for (let turn = 0; turn < 5; turn++) {
    const nu = ellipsoid.a / Math.sqrt(1 - e2 * Math.sin(latitude) ** 2);
    latitude = Math.atan2(z + e2 * nu * Math.sin(latitude), p);
  }
  return [latitude, Math.atan2(y, x)];
}

function helmert([x, y, z]) {
  const grown = 1 + GROWTH;
  return [
    SHIFT_M[0] + grown * x - TURN[2] * y + TURN[1] * z,
    SHIFT_M[1] + TURN[2] * x + grown * y - TURN[0] * z,
    SHIFT_M[2] - TURN[1] * x + TURN[0] * y + grown * z,
  ];
}

/**
 * Easting and northing in metres of a longitude and latitude (WGS 84).
 * @param {[number, number]} corner
 * @returns {[number, number]}
 */
export function onGrid([longitude, latitude]) {
  const [phi, lambda] = onEllipsoid(helmert(fromMiddle(radians(latitude), radians(longitude), WGS84)), AIRY);
  const { a, b } = AIRY;
  const { scale } = TRUE_ORIGIN;
  const e2 = squaredEccentricity(AIRY);
  const sin = Math.sin(phi);
  const cos = Math.cos(phi);
  const tan2 = Math.tan(phi) ** 2;
  const nu = (a * scale) / Math.sqrt(1 - e2 * sin * sin);
  const rho = (a * scale * (1 - e2)) / (1 - e2 * sin * sin) ** 1.5;
  const eta2 = nu / rho - 1;
  const n = (a - b) / (a + b);
  const down = phi - TRUE_ORIGIN.latitude;
  const sum = phi + TRUE_ORIGIN.latitude;
  const arc =
    b * scale *
    ((1 + n + (5 / 4) * n ** 2 + (5 / 4) * n ** 3) * down -
      (3 * n + 3 * n ** 2 + (21 / 8) * n ** 3) * Math.sin(down) * Math.cos(sum) +
      (15 / 8) * (n ** 2 + n ** 3) * Math.sin(2 * down) * Math.cos(2 * sum) -
      (35 / 24) * n ** 3 * Math.sin(3 * down) * Math.cos(3 * sum));
  const off = lambda - TRUE_ORIGIN.longitude;
  const northing_m =
    arc + TRUE_ORIGIN.northing_m +
    (nu / 2) * sin * cos * off ** 2 +
    (nu / 24) * sin * cos ** 3 * (5 - tan2 + 9 * eta2) * off ** 4 +
    (nu / 720) * sin * cos ** 5 * (61 - 58 * tan2 + tan2 ** 2) * off ** 6;
  const easting_m =
    TRUE_ORIGIN.easting_m +
    nu * cos * off +
    (nu / 6) * cos ** 3 * (nu / rho - tan2) * off ** 3 +
    (nu / 120) * cos ** 5 * (5 - 18 * tan2 + tan2 ** 2 + 14 * eta2 - 58 * tan2 * eta2) * off ** 5;
  return [easting_m, northing_m];
}

/** Hectares within corners (longitude, latitude), in order round the edge. */
export function hectares(corners) {
  const there = corners.map(onGrid);
  let twice_m2 = 0;
  there.forEach(([x, y], index) => {
    const [nextX, nextY] = there[(index + 1) % there.length];
    twice_m2 += x * nextY - nextX * y;
  });
  return Math.abs(twice_m2) / 2 / HA_M2;
}

/** Metres along corners (longitude, latitude), from the first to the last. */
export function metres(corners) {
  const there = corners.map(onGrid);
  return there.slice(1).reduce((sum, [x, y], index) => sum + Math.hypot(x - there[index][0], y - there[index][1]), 0);
}

const LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ";

/** The grid reference of a corner to ten metres, as people write it: `TR 0545 4695`. */
export function gridReference(corner) {
  const [easting_m, northing_m] = onGrid(corner);
  const [column, row] = [Math.floor(easting_m / 100000), Math.floor(northing_m / 100000)];
  if (column < 0 || row < 0 || column > 6 || row > 12) return "a place off the National Grid";
  const first = (3 - Math.floor(row / 5)) * 5 + Math.floor(column / 5) + 2;
  const second = (4 - (row % 5)) * 5 + (column % 5);
  const figures = (metres) => String(Math.floor((metres % 100000) / 10)).padStart(4, "0");
  return `${LETTERS[first]}${LETTERS[second]} ${figures(easting_m)} ${figures(northing_m)}`;
}
