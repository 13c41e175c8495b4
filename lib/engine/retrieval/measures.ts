/*
 * How good an order is, given which documents answer and how well (grade above 0). Recall is of all that answer; nDCG is
 * Σ gain/log₂(rank + 1) over the best possible (Järvelin & Kekäläinen 2002), with the grade or 2^grade − 1 as gain.
 */
import { log2, pow } from '../../tensor/math'

export type Grades = ReadonlyMap<number, number>

const answers = (grades: Grades, document: number): boolean => (grades.get(document) ?? 0) > 0

export function recallAt(ranking: readonly number[], grades: Grades, k: number): number {
  const all = [...grades.values()].filter((grade) => grade > 0).length
  return all === 0 ? 0 : ranking.slice(0, k).filter((document) => answers(grades, document)).length / all
}

export function reciprocalRank(ranking: readonly number[], grades: Grades): number {
  const place = ranking.findIndex((document) => answers(grades, document))
  return place < 0 ? 0 : 1 / (place + 1)
}

export function ndcgAt(ranking: readonly number[], grades: Grades, k: number, gain: 'grade' | 'exponential' = 'grade'): number {
  const gainOf = (grade: number): number => (gain === 'grade' ? grade : pow(2, grade) - 1)
  const sum = (list: readonly number[]): number =>
    list.slice(0, k).reduce((total, grade, place) => total + gainOf(grade) / log2(place + 2), 0)
  const best = sum([...grades.values()].sort((a, b) => b - a))
  return best > 0 ? sum(ranking.map((document) => grades.get(document) ?? 0)) / best : 0
}
