"""Choosing sites: greedy filling, single swaps and seeded kicks, all on counts kept up to date.

Takes the reach arrays of `siting` (site → places, place → sites), people per place and cost per site; gives a mask of
chosen sites. Every place knows how often it is covered and every site how many new people it would bring, so adding
or removing a site costs only the places it touches. Leaves meaning and bounds to `siting` and `siting_bounds`.
"""

from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled

KICK_SITES = 8
"""Most sites dropped by one kick."""

_NEIGHBOURS = 24
_TOLERANCE = 0.001
_BARRED = 1 << 60


class State(NamedTuple):
    """Chosen sites, how often each place is covered, and the new people each site would bring."""

    chosen: np.ndarray
    times: np.ndarray
    gain: np.ndarray


@compiled
def start_state(arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], people: np.ndarray) -> State:
    """Return the state with no site chosen."""
    place_starts, places = arrays[0], arrays[1]
    n = place_starts.size - 1
    gain = np.zeros(n, np.int64)
    for site in range(n):
        for k in range(place_starts[site], place_starts[site + 1]):
            gain[site] += people[places[k]]
    return State(np.zeros(n, np.bool_), np.zeros(people.size, np.int64), gain)


@compiled
def _change(
    site: int, add: int, arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], people: np.ndarray, state: State
) -> int:
    """Choose (1) or drop (−1) a site and return the people won (lost: negative)."""
    place_starts, places, site_starts, sites = arrays
    times, gain = state.times, state.gain
    won = 0
    for k in range(place_starts[site], place_starts[site + 1]):
        place = places[k]
        others = times[place] if add > 0 else times[place] - 1
        times[place] += add
        if others == 0:
            change = people[place] * add
            won += change
            for m in range(site_starts[place], site_starts[place + 1]):
                gain[sites[m]] -= change
    state.chosen[site] = add > 0
    return won


@compiled
def chosen_state(
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], people: np.ndarray, sites: np.ndarray
) -> tuple[State, int]:
    """Return the state with `sites` chosen, and the people they cover."""
    state, covered = start_state(arrays, people), 0
    for site in sites:
        covered += _change(site, 1, arrays, people, state)
    return state, covered


@compiled
def _best_site(gain: np.ndarray, cost: np.ndarray, left: int) -> int:
    """The affordable site with most new people for its cost; −1 when none brings anybody."""
    best, best_gain, best_cost = -1, 0, 1
    for s in range(gain.size):
        if gain[s] > 0 and cost[s] <= left and gain[s] * best_cost > best_gain * cost[s]:
            best, best_gain, best_cost = s, gain[s], cost[s]
    return best


@compiled
def _fill(
    left: int,
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    people: np.ndarray,
    cost: np.ndarray,
    state: State,
) -> tuple[int, int]:
    """Choose best sites while the budget lasts; return the people won and the budget left."""
    won = 0
    while True:
        site = _best_site(state.gain, cost, left)
        if site < 0:
            return won, left
        left -= cost[site]
        won += _change(site, 1, arrays, people, state)


@compiled
def _swap(
    order: np.ndarray,
    left: int,
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    people: np.ndarray,
    cost: np.ndarray,
    state: State,
) -> tuple[int, int]:
    """Drop sites of `order` in turn for better ones until no drop pays; return the people won and the budget left."""
    total, quiet, k = 0, 0, 0
    while quiet < order.size:
        site = order[k % order.size]
        k += 1
        quiet += 1
        if not state.chosen[site]:
            continue
        lost = _change(site, -1, arrays, people, state)
        best = _best_site(state.gain, cost, left + cost[site])
        if best >= 0 and state.gain[best] > -lost:
            more, left = _fill(left + cost[site], arrays, people, cost, state)
            total += lost + more
            quiet = 0
        else:
            _change(site, 1, arrays, people, state)
    return total, left


@compiled
def _neighbours(
    site: int, arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], chosen: np.ndarray
) -> np.ndarray:
    """`site` and the chosen sites that share most places with its surroundings, at most `_NEIGHBOURS`."""
    place_starts, places, site_starts, sites = arrays
    found = np.empty(_NEIGHBOURS, np.int64)
    found[0] = site
    n, head = 1, 0
    seen = np.zeros(chosen.size, np.bool_)
    seen[site] = True
    while head < n and n < _NEIGHBOURS:
        here = found[head]
        head += 1
        for k in range(place_starts[here], place_starts[here + 1]):
            for m in range(site_starts[places[k]], site_starts[places[k] + 1]):
                other = sites[m]
                if chosen[other] and not seen[other] and n < _NEIGHBOURS:
                    seen[other] = True
                    found[n] = other
                    n += 1
    return found[:n]


@compiled
def _drop(
    draw: np.ndarray,
    picked: np.ndarray,
    left: int,
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    people: np.ndarray,
    cost: np.ndarray,
    state: State,
) -> tuple[int, int, np.ndarray]:
    """Drop and bar 2 to KICK_SITES sites around a drawn one; return people won, budget left and the surroundings."""
    around = _neighbours(picked[draw[0] % picked.size], arrays, state.chosen)
    change = 0
    for k in range(2 + draw[1] % (KICK_SITES - 1)):
        site = around[draw[2 + k] % around.size]
        if state.chosen[site]:
            left += cost[site]
            change += _change(site, -1, arrays, people, state)
            state.gain[site] -= _BARRED
    return change, left, around


@compiled
def improve_by_kicks(
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    people: np.ndarray,
    cost: np.ndarray,
    sites: np.ndarray,
    budget: int,
    draws: np.ndarray,
) -> tuple[np.ndarray, int]:
    """Return the chosen mask and the people covered: `sites`, greedy, swaps, then one kick a row of `draws` (integers).

    A kick drops neighbouring sites, fills the hole with others and swaps around it. It stays when it covers more than
    the best plan less a tolerance that shrinks to nothing; the best plan met is returned.
    """
    state, covered = chosen_state(arrays, people, sites)
    more, left = _fill(budget - cost[sites].sum(), arrays, people, cost, state)
    covered += more
    more, left = _swap(np.flatnonzero(state.chosen), left, arrays, people, cost, state)
    covered += more
    chosen, times, gain = state.chosen.copy(), state.times.copy(), state.gain.copy()
    best, best_chosen = covered, state.chosen.copy()
    kicks = draws.shape[0]
    for kick in range(kicks):
        picked = np.flatnonzero(chosen)
        if picked.size == 0:
            break
        change, room, around = _drop(draws[kick], picked, left, arrays, people, cost, state)
        more, room = _fill(room, arrays, people, cost, state)
        change += more
        for site in around:
            if state.gain[site] < -_BARRED // 2:
                state.gain[site] += _BARRED
        order = np.concatenate((around, np.flatnonzero(state.chosen & ~chosen)))
        more, room = _swap(order, room, arrays, people, cost, state)
        change += more
        tolerance = _TOLERANCE * best * (1.0 - (kick + 1.0) / kicks)
        if covered + change >= best - tolerance:
            covered, left = covered + change, room
            chosen[:], times[:], gain[:] = state.chosen, state.times, state.gain
        else:
            state.chosen[:], state.times[:], state.gain[:] = chosen, times, gain
        if covered > best:
            best = covered
            best_chosen[:] = chosen
    return best_chosen, best


@compiled
def cheapest_cover(arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], cost: np.ndarray) -> np.ndarray:
    """Return a mask of sites covering every reachable place: greedy by places per cost, then needless sites dropped."""
    n_places = arrays[2].size - 1
    ones = np.ones(n_places, np.int64)
    state = start_state(arrays, ones)
    _fill(cost.sum(), arrays, ones, cost, state)
    for site in np.argsort(-cost):
        if state.chosen[site]:
            needed = False
            for k in range(arrays[0][site], arrays[0][site + 1]):
                needed = needed or state.times[arrays[1][k]] == 1
            if not needed:
                _change(site, -1, arrays, ones, state)
    return state.chosen
