// The sixteen types of act (PLOVER), in a few words each.
export const typeWords: Record<string, string> = {
  AGREE: "agrees, or says that it will do something",
  CONSULT: "meets, talks, visits, calls",
  SUPPORT: "praises, defends, recognises, stands by",
  CONCEDE: "gives way, releases, eases, allows",
  COOPERATE: "works or trades together, shares, joins",
  AID: "gives money, goods, weapons, shelter, help",
  RETREAT: "withdraws, surrenders, steps down",
  REQUEST: "asks, demands, proposes, orders",
  ACCUSE: "blames, criticises, charges, disapproves",
  REJECT: "refuses, denies, vetoes, rejects",
  THREATEN: "warns, threatens, sets an ultimatum",
  PROTEST: "demonstrates, strikes work, riots",
  SANCTION: "cuts ties, embargoes, expels, withholds",
  MOBILIZE: "raises, moves or readies forces",
  COERCE: "arrests, seizes, represses, blockades",
  ASSAULT: "attacks, bombs, kills, wounds",
};
